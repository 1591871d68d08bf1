/** What the access log says of a request. */
export interface AccessEntry {
  readonly reqId?: string;
  readonly method: string;
  /** As the client sent it, with the query. */
  readonly url: string;
  /** The route's pattern, such as `/api/post/[pid]`; absent where none matched. */
  readonly route?: string;
  /** Absent where nothing of an answer was sent. */
  readonly status?: number;
  /** Milliseconds from the request's arrival to the end of its answer. */
  readonly duration: number;
  /** What was written to the connection, with the header. */
  readonly bytes?: number;
  readonly remoteAddress: string;
  /** The answer is not complete: the client left, or the connection was cut. */
  readonly aborted?: true;
}

/** What a line is made of: in one shape for all requests. */
export interface AccessFacts extends Pick<AccessEntry, "method" | "url" | "remoteAddress"> {
  readonly reqId: string;
  /** The number of an id that was counted here; -1 for one of somebody else's. */
  readonly serial: number;
  readonly route: string | undefined;
  readonly status: number | undefined;
  /** Hundredths of a millisecond: whole numbers are written in a fifth of the time that fractions take. */
  readonly hundredths: number;
  readonly bytes: number | undefined;
  readonly aborted: true | undefined;
}

/** What every line begins with: `time` is between the two texts. */
export interface LineStart {
  readonly beforeTime: string;
  readonly behindTime: string;
}

/** @param base members of every line */
export function lineStartOf(level: number, base: string): LineStart {
  return { beforeTime: `{"level":${level},"time":`, behindTime: `,${ascii(base)},"reqId":"` };
}

/** What is between the id, the URL, the numbers and the URL in the message. HTTP/2 has methods of any characters. */
export function linePartsOf({
  method,
  route,
  status,
  aborted,
}: Pick<AccessFacts, "method" | "route" | "status" | "aborted">) {
  const name = ascii(JSON.stringify(method)).slice(1, -1);
  const routeField = route === undefined ? "" : `,"route":${ascii(JSON.stringify(route))}`;
  const statusField = status === undefined ? "" : `,"status":${status}`;
  return {
    beforeUrl: `","method":"${name}","url":"`,
    behindUrl: `"${routeField}${statusField},"duration":`,
    beforeMessageUrl: `"${aborted === true ? `,"aborted":true` : ""},"msg":"${name} `,
    behindMessageUrl: ` ${aborted === true ? "aborted" : status} in `,
  };
}

/** The JSON line of a request. Addresses need no quotes: they are checked already. */
export function accessLine(start: LineStart, time: number, facts: AccessFacts): string {
  const { reqId, url, hundredths, bytes, remoteAddress } = facts;
  const parts = linePartsOf(facts);
  const quoted = JSON.stringify(url).slice(1, -1);
  return [
    start.beforeTime + time + start.behindTime + JSON.stringify(reqId).slice(1, -1),
    parts.beforeUrl + quoted + parts.behindUrl + hundredths / 100,
    `${bytes === undefined ? "" : `,"bytes":${bytes}`},"remoteAddress":"${remoteAddress}`,
    `${parts.beforeMessageUrl + quoted + parts.behindMessageUrl + Math.round(hundredths / 100)} ms"}`,
  ].join("");
}

/** A JSON text with escapes for all that is not ASCII. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `GET /api/hello 200 in 3 ms`. */
export function messageOf({ method, url, status, aborted, hundredths }: AccessFacts): string {
  return `${method} ${url} ${aborted === true ? "aborted" : status} in ${Math.round(hundredths / 100)} ms`;
}
