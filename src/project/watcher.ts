import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";

/** Editors write a file in several steps; one change is reported once. */
const SETTLE_MS = 40;

/** Watches the folders of some files, and reports changes. */
export interface Watcher {
  /** Sets which files matter, absolute. Their folders are watched: files that are made there matter too. */
  watch(files: Iterable<string>): void;
  close(): void;
}

/** Folders are watched, not files, so that an editor which writes by renaming is followed. */
export function createWatcher(onChange: () => void): Watcher {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  }

  function open(folder: string): void {
    try {
      const watcher = watch(folder, changed);
      // A folder that is deleted ends its watcher; its parent reports the change.
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // It went away meanwhile, or there are no watchers left: requests look at the files themselves.
    }
  }

  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  return {
    watch(files) {
      const folders = new Set<string>();
      for (const file of files) folders.add(dirname(file));
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) open(folder);
    },
    close() {
      clearTimeout(timer);
      for (const folder of watchers.keys()) drop(folder);
    },
  };
}
