/** What the system refuses, in words, and what to do about it. */
const REASONS: Readonly<Record<string, readonly [reason: string, cure: string]>> = {
  EACCES: ["permission denied", "Give the user of this process access: chmod, chown."],
  EPERM: ["permission denied", "Give the user of this process access: chmod, chown."],
  EROFS: ["the file system is read-only", "Choose a folder that can be written to."],
  ENOSPC: ["no space is left on the device", "Free some space, or choose a folder elsewhere."],
  EDQUOT: ["the disk quota is used up", "Free some space, or choose a folder elsewhere."],
  EFBIG: ["the file would be larger than is allowed", "Raise the limit: ulimit -f."],
  EMFILE: ["too many files are open", "Raise the limit: ulimit -n."],
  ENFILE: ["too many files are open", "Raise the limit of the system."],
  EISDIR: ["it is a folder", "Remove it, or give it another name."],
  ENOTDIR: ["a part of its path is not a folder", "Look at its path."],
  EIO: ["the device does not answer", "Look at the disk."],
};

const WRITING = new Set(["write", "mkdir", "rename", "unlink", "rmdir", "copyfile", "symlink", "ftruncate"]);

/** One line for what the file system refuses; `undefined` for any other error. */
export function textOfSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", syscall, path } = error as NodeJS.ErrnoException;
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  if (known === undefined || syscall === undefined) return undefined;
  const [reason, cure] = known;
  const action = WRITING.has(syscall) ? "write" : syscall === "open" ? "open" : "read";
  return `Cannot ${action} ${path ?? "a file"}: ${reason} (${code}). ${cure}`;
}
