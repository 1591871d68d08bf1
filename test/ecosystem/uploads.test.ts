import { describe, expect, it } from "vitest";
import { get } from "./client.ts";

function form(size = 50_000): FormData {
  const data = new FormData();
  data.set("title", "Grüße");
  data.set("avatar", new Blob(["x".repeat(size - 3), "end"], { type: "image/png" }), "face.png");
  return data;
}

async function upload(
  path: string,
  body: FormData | string,
  headers: Record<string, string> = {},
): Promise<[number, any]> {
  const response = await get(path, { method: "POST", body, headers });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return [response.status, json ? JSON.parse(text) : text];
}

const broken = { "content-type": "multipart/form-data; boundary=b" };

describe("multer", () => {
  it("takes a file and fields", async () => {
    expect(await upload("/api/multer", form())).toEqual([
      200,
      {
        originalname: "face.png",
        mimetype: "image/png",
        size: 50_000,
        end: "end",
        fields: { title: "Grüße" },
      },
    ]);
  });

  it("refuses a file beyond its limit", async () => {
    expect(await upload("/api/multer", form(300_000))).toEqual([413, { code: "LIMIT_FILE_SIZE" }]);
  });
});

describe("formidable", () => {
  it("takes a file beyond the 1 MB of the body parser, and fields", async () => {
    expect(await upload("/api/formidable", form(2_000_000))).toEqual([
      200,
      { fields: { title: ["Grüße"] }, name: "face.png", size: 2_000_000, end: "end" },
    ]);
  });

  it("refuses a body that breaks off", async () => {
    const [status, text] = await upload("/api/formidable", "--b\r\nContent-Disposition: form-data", broken);
    expect([status, text]).toEqual([400, expect.stringContaining("stream ended unexpectedly")]);
  });
});

describe("busboy", () => {
  it("takes a file and fields as they stream in", async () => {
    expect(await upload("/api/busboy", form())).toEqual([
      200,
      {
        title: "Grüße",
        avatar: { filename: "face.png", encoding: "7bit", mimeType: "image/png", size: 50_000 },
      },
    ]);
  });

  it("refuses a body that breaks off", async () => {
    const body = "--b\r\nContent-Disposition: form-data; name=a";
    expect(await upload("/api/busboy", body, broken)).toEqual([400, "Unexpected end of form"]);
  });
});
