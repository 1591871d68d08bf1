/** A request as a client sends it to AWS. */
export interface Asked {
  readonly method?: string;
  /** Path and query, encoded. */
  readonly target: string;
  /** A field may come more than once. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

/** What the client gets. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What a function gives back, in any of the forms. */
export interface Result {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What stands before a function and speaks with it in events. */
export interface Front {
  readonly name: string;
  /** Whether it hands on the query as the client has sent it. */
  readonly rawQuery: boolean;
  /** Whether it hands on each value of a field, a key or a cookie that comes more than once. */
  readonly repeats: boolean;
  event(asked: Asked): object;
  answer(result: Result): Answer;
}

const SOURCE_IP = "203.0.113.7";
const HOST = "api.example.com";

/** What every front adds to the fields of the client. */
function fieldsOf({ headers = [], body }: Asked): [string, string][] {
  const length: [string, string][] =
    body === undefined ? [] : [["content-length", String(Buffer.byteLength(body))]];
  return [
    ...headers.map(([name, value]): [string, string] => [name, value]),
    ...length,
    ["host", HOST],
    ["x-amzn-trace-id", "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e"],
    ["x-forwarded-for", SOURCE_IP],
    ["x-forwarded-port", "443"],
    ["x-forwarded-proto", "https"],
  ];
}

function split(target: string): { path: string; search: string; query: [string, string][] } {
  const [path = "", search = ""] = target.split("?");
  return { path, search, query: [...new URLSearchParams(search)] };
}

const last = (pairs: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(pairs);

function all(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const lists = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of pairs) (lists[name] ??= []).push(value);
  return lists;
}

/** Bytes that are no text come as base64. */
function bodyOf({ body }: Asked, empty: string | null): { body: string | null; isBase64Encoded: boolean } {
  if (body === undefined) return { body: empty, isBase64Encoded: false };
  const isBase64Encoded = Buffer.isBuffer(body);
  return { body: Buffer.from(body).toString(isBase64Encoded ? "base64" : "utf8"), isBase64Encoded };
}

function received({ body, isBase64Encoded }: Result): Buffer {
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

const pairs = (headers: Result["headers"] = {}): [string, string][] => Object.entries(headers);
const lists = (headers: Result["multiValueHeaders"] = {}): [string, string][] =>
  Object.entries(headers).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));

/** A REST API, and an HTTP API with payload format 1.0: "Input format of a Lambda function for proxy integration". */
export const rest: Front = {
  name: "API Gateway REST API",
  rawQuery: false,
  repeats: true,
  event(asked) {
    const { path, query } = split(asked.target);
    const { method: httpMethod = "GET" } = asked;
    return {
      resource: "/{proxy+}",
      path,
      httpMethod,
      headers: last(fieldsOf(asked)),
      multiValueHeaders: all(fieldsOf(asked)),
      queryStringParameters: query.length === 0 ? null : last(query),
      multiValueQueryStringParameters: query.length === 0 ? null : all(query),
      pathParameters: { proxy: path.slice(1) },
      stageVariables: null,
      requestContext: {
        resourceId: "2gxmpl",
        resourcePath: "/{proxy+}",
        httpMethod,
        extendedRequestId: "JJbxmplHYosFVYQ=",
        requestTime: "10/Mar/2020:00:03:59 +0000",
        path: `/Prod${path}`,
        accountId: "123456789012",
        protocol: "HTTP/1.1",
        stage: "Prod",
        domainPrefix: "api",
        requestTimeEpoch: 1583798639428,
        requestId: "77375676-xmpl-4b79-853a-f982474efe18",
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          caller: null,
          sourceIp: SOURCE_IP,
          user: null,
          userAgent: "curl/8.5.0",
          userArn: null,
        },
        domainName: HOST,
        apiId: "70ixmpl4fl",
      },
      ...bodyOf(asked, null),
    };
  },
  // "If you specify values for both headers and multiValueHeaders, API Gateway merges them into a single list."
  answer(result) {
    const multi = lists(result.multiValueHeaders);
    const names = new Set(multi.map(([name]) => name));
    const single = pairs(result.headers).filter(([name]) => !names.has(name));
    return { status: result.statusCode, headers: [...single, ...multi], body: received(result) };
  },
};

/** An HTTP API with payload format 2.0, and a function URL. The first decodes the path: `rawPath` says which. */
export const http: Front & { event(asked: Asked, rawPath?: string): object } = {
  name: "API Gateway HTTP API",
  rawQuery: true,
  repeats: true,
  event(asked, rawPath = split(asked.target).path) {
    const { search, query } = split(asked.target);
    const fields = fieldsOf(asked);
    const isCookie = ([name]: [string, string]): boolean => name === "cookie";
    const cookies = fields.filter(isCookie).flatMap(([, value]) => value.split("; "));
    // "Duplicate headers are combined with commas", and so are duplicate keys of the query.
    const joined = (lists: Record<string, string[]>): Record<string, string> =>
      Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.join(",")]));
    const { body, isBase64Encoded } = bodyOf(asked, null);
    return {
      version: "2.0",
      routeKey: "$default",
      rawPath,
      rawQueryString: search,
      ...(cookies.length > 0 && { cookies }),
      headers: joined(all(fields.filter((field) => !isCookie(field)))),
      ...(query.length > 0 && { queryStringParameters: joined(all(query)) }),
      requestContext: {
        accountId: "123456789012",
        apiId: "r3pmxmplak",
        domainName: HOST,
        domainPrefix: "api",
        http: {
          method: asked.method ?? "GET",
          path: rawPath,
          protocol: "HTTP/1.1",
          sourceIp: SOURCE_IP,
          userAgent: "curl/8.5.0",
        },
        requestId: "JKJaXmPLvHcESHA=",
        routeKey: "$default",
        stage: "$default",
        time: "10/Mar/2020:05:16:23 +0000",
        timeEpoch: 1583817383220,
      },
      ...(body !== null && { body }),
      isBase64Encoded,
    };
  },
  answer(result) {
    const cookies = (result.cookies ?? []).map((cookie): [string, string] => ["set-cookie", cookie]);
    return {
      status: result.statusCode,
      headers: [...pairs(result.headers), ...cookies],
      body: received(result),
    };
  },
};

const elb = {
  elb: {
    targetGroupArn:
      "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/lambda-279XGJDqGZ5rsrHC2Fjr/49e9d65c45c6791a",
  },
};

/** The query as the client sent it, key by key: a load balancer decodes nothing. */
function rawQuery(target: string): [string, string][] {
  const { search } = split(target);
  if (search === "") return [];
  return search.split("&").map((pair) => {
    const [key = "", value = ""] = pair.split("=");
    return [key, value];
  });
}

/** An Application Load Balancer: "Lambda functions as targets". */
export const balancer: Front = {
  name: "Application Load Balancer",
  rawQuery: false,
  repeats: false,
  event(asked) {
    return {
      requestContext: elb,
      httpMethod: asked.method ?? "GET",
      path: split(asked.target).path,
      queryStringParameters: last(rawQuery(asked.target)),
      headers: last(fieldsOf(asked)),
      ...bodyOf(asked, ""),
    };
  },
  answer: (result) => ({
    status: result.statusCode,
    headers: pairs(result.headers),
    body: received(result),
  }),
};

export const balancerMulti: Front = {
  name: "Application Load Balancer with multi-value headers",
  rawQuery: false,
  repeats: true,
  event(asked) {
    return {
      requestContext: elb,
      httpMethod: asked.method ?? "GET",
      path: split(asked.target).path,
      multiValueQueryStringParameters: all(rawQuery(asked.target)),
      multiValueHeaders: all(fieldsOf(asked)),
      ...bodyOf(asked, ""),
    };
  },
  // Where multi-value headers are enabled, only these are looked at.
  answer: (result) => ({
    status: result.statusCode,
    headers: lists(result.multiValueHeaders),
    body: received(result),
  }),
};

export const fronts: readonly Front[] = [rest, http, balancer, balancerMulti];
