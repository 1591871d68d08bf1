import { IncomingMessage, ServerResponse } from "node:http";

function placeOf(object, key) {
  if (!(key in object)) return "absent";
  return Object.hasOwn(object, key) ? "own" : "inherited";
}

function describe(object, key) {
  const place = placeOf(object, key);
  const own = Object.getOwnPropertyDescriptor(object, key);
  const value = object[key];
  const kind = own && ("value" in own ? "data" : "accessor");
  const length = typeof value === "function" ? value.length : undefined;
  const proto = value && typeof value === "object" ? protoName(value) : undefined;
  const { writable, enumerable, configurable } = own ?? {};
  return { place, type: typeof value, length, proto, kind, writable, enumerable, configurable };
}

function protoName(value) {
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return "null";
  if (proto === Object.prototype) return "Object.prototype";
  return proto.constructor.name;
}

function added(object, bare) {
  return Object.keys(object).filter((key) => !Object.hasOwn(bare, key)).sort();
}

export default function handler(req, res) {
  const { of, key } = req.query;
  if (of === "req") return void res.json(describe(req, key));
  if (of === "res") return void res.json(describe(res, key));
  if (of === "cookies-after-read") {
    const before = req.cookies;
    const same = before === req.cookies;
    return void res.json({ same, ...describe(req, "cookies") });
  }
  if (of === "added-to-req") return void res.json(added(req, new IncomingMessage(req.socket)));
  if (of === "added-to-res") return void res.json(added(res, new ServerResponse(req)));
  if (of === "instances") {
    return void res.json({
      req: req instanceof IncomingMessage, res: res instanceof ServerResponse,
      resReq: res.req === req, resSocket: res.socket === req.socket,
    });
  }
  if (of === "assignable") {
    req.query = { mine: true };
    req.body = "mine";
    req.cookies = { mine: "too" };
    return void res.json({ query: req.query, body: req.body, cookies: req.cookies });
  }
  if (of === "helpers-replaced") {
    const { send } = res;
    res.send = (value) => send.call(res, `wrapped ${value}`);
    return void res.send("value");
  }
  if (of === "helpers-detached") {
    const { status, json } = res;
    return void json.call(status.call(res, 201), { detached: true });
  }
  if (of === "foreign-members") {
    req.user = { id: 1 };
    res.locals = { a: 1 };
    return void res.json({ user: req.user, locals: res.locals });
  }
  if (of === "query-fresh") {
    req.query.added = "yes";
    return void res.json(req.query);
  }
  res.status(400).end();
}
