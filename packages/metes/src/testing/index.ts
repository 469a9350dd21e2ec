export { given, type Given, type Outcome } from './given.ts';
export { handled, type Handled, type HandledSetting, type Holdings } from './handled.ts';
