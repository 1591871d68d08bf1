export interface Note {
  id: number;
  text: string;
}

/** In memory, to keep the example small: each process has its own, and they are gone when it ends. */
export const notes = new Map<number, Note>();
