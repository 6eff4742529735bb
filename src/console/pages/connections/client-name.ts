/** How a client calls itself, by the properties that it has sent: "amqplib 2.3.1 (Node.js)". */

export function clientName(properties: object): string {
  const told = { product: '', version: '', platform: '', ...properties };
  const [product, version, platform] = [told.product, told.version, told.platform].map(textOf);
  const name = [product, version].filter((text) => text !== '').join(' ');
  if (platform === '' || platform === undefined) return name;
  return name === '' ? platform : `${name} (${platform})`;
}

/** A client may send anything under these names. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
