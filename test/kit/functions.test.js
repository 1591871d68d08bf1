// The program of docs/mounting.md in the runtime of Cloud Functions, which has read the body before.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import request from "supertest";
import { api } from "./firebase.mjs";

let server;
before(() => {
  http("api", api);
  server = getTestServer("api");
});

test("a route has the body that the platform has parsed", async () => {
  await request(server).post("/api/users/7").send({ a: 1 }).expect(201, { id: "7", a: 1 });
});

test("a route with bodyParser false reads the bytes that were sent", async () => {
  const sent = '{ "a":  1 }';
  const answer = await request(server).post("/api/raw").type("json").send(sent).expect(200);
  assert.equal(answer.text, sent);
  const form = await request(server).post("/api/raw").field("b", "2").expect(200);
  assert.match(form.text, /name="b"\r\n\r\n2\r\n/);
});

test("what no route matches is answered 404", async () => {
  await request(server).get("/api/nothing").expect(404);
});
