/** One file of the new project. */
export interface Step {
  /** Relative to the new project, with `/`. */
  readonly file: string;
  /** Written there; or the file (absolute) is copied. */
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  /** Parts of a file that is there are added; nothing that it has is lost. */
  readonly adds?: readonly string[] | undefined;
}
