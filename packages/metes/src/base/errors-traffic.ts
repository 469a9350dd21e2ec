/** What the observed traffic says about the map. */
export const trafficErrors = {
  METES_TRAFFIC_UNUSED: {
    message: 'Nothing of {contract} has reached {subscriber} for {days} days; it is {readers}.',
    hint: 'If {subscriber} no longer needs it, take {contract} out of `exposes` of the relation between {publisher} and {subscriber}.',
  },
  METES_TRAFFIC_UNDECLARED: {
    message:
      '{messages} messages of {contract} have reached {subscriber}, the last on {day}, and the map does not expose it to {subscriber}.',
    hint: 'If that is right, add {contract} to `exposes` of the relation between {publisher} and {subscriber}; if not, find out which build of {subscriber} runs.',
  },
} as const;
