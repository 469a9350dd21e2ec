/** Words that CML keeps for itself; as a name they take a caret. */
const kept = new Set(
  `Aggregate Application BoundedContext Command CommandEvent ContextMap Consumer Coordination Domain DomainEvent DomainObject
Entity Event Flow Module Partnership Repository Resource Service Shared Stakeholder Stakeholders Subdomain Trait UseCase UserStory
Value ValueObject ValueRegister contains type state implements realizes refines owner`.split(/\s+/),
);

/** An identifier of CML as a name of ours: `CustomerManagementContext` is `customer-management`. */
export function nameOf(identifier: string): string {
  const short = identifier.replace(/(?<=.)(?:Bounded)?Context$/, '');
  const words = short
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[_.]+/g, '-')
    .toLowerCase();
  return words.replaceAll(/^[^a-z]+|-+$/g, '').slice(0, 31) || 'unnamed';
}

/** A name of ours as an identifier of CML: `fraud-screening` is `FraudScreening`; reading it gives the name again. */
export function identifierOf(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'unnamed';
  const pascal = plain.replaceAll(/(?:^|-)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const exact =
    /^[A-Za-z]/.test(pascal) && nameOf(pascal) === plain
      ? pascal
      : plain.replaceAll('-', '_').replace(/^(?=\d)/, '_');
  return kept.has(exact) ? `^${exact}` : exact;
}

/** The name of a team as an identifier: `Back office` is `Back_officeTeam`. */
export function teamIdentifier(team: string): string {
  return `${team.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, '_')}Team`;
}

/** The team that an identifier means. */
export function teamOf(identifier: string): string {
  return identifier
    .replace(/(?<=.)Team$/, '')
    .replaceAll('_', ' ')
    .trim();
}
