import { readdirSync, readlinkSync } from "node:fs";

/** The files below a folder that this process has open. Linux only. */
export function openFilesBelow(folder: string): string[] {
  const open: string[] = [];
  for (const descriptor of readdirSync("/proc/self/fd")) {
    try {
      const file = readlinkSync(`/proc/self/fd/${descriptor}`);
      if (file.startsWith(folder)) open.push(file);
    } catch {
      // It was the one that reads the folder.
    }
  }
  return open;
}
