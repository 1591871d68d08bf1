/** Stands for an integration or plugin in astro.config: it does nothing. */
export default function integration(): { name: string; hooks: object } {
  return { name: "integration", hooks: {} };
}

export const passthroughImageService = integration;
