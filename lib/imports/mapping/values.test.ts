import { describe, expect, it } from "vitest";
import {
  addressIn,
  hostIn,
  isMangledId,
  orderShownBy,
  readAmount,
  readInstant,
  readKind,
  readTags,
  storable,
  uncovered,
} from "./values.ts";

const at = (text: string, order: "dayFirst" | "monthFirst" | null = null) => {
  const read = readInstant(text, order);
  return "at" in read ? read.at : read.problem;
};

describe("an instant", () => {
  it.each([
    ["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"],
    ["2026-03-01 09:30", "2026-03-01T09:30:00.000Z"],
    ["2026-03-01", "2026-03-01T00:00:00.000Z"],
    ["2012-09-06 12:18:55 -0800", "2012-09-06T20:18:55.000Z"],
    ["2015-10-08T14:42:00+0700", "2015-10-08T07:42:00.000Z"],
    ["2023-02-28T10:00:00.123456+01:00", "2023-02-28T09:00:00.123Z"],
    ["1734537511", "2024-12-18T15:58:31.000Z"],
    ["1734537511.25", "2024-12-18T15:58:31.250Z"],
    ["1734537511000", "2024-12-18T15:58:31.000Z"],
    ["45292", "2024-01-01T00:00:00.000Z"],
    ["44928.3327", "2023-01-02T07:59:05.000Z"],
    ["30/Sep/21 17:20", "2021-09-30T17:20:00.000Z"],
    ["1. März 2023 08:05", "2023-03-01T08:05:00.000Z"],
    ["3 de febrero de 2023", "2023-02-03T00:00:00.000Z"],
    ["Sep 30, 2021 5:20 PM", "2021-09-30T17:20:00.000Z"],
    ["Tue, 3 Jan 2023 12:00:00 GMT", "2023-01-03T12:00:00.000Z"],
    ["31.12.2023 23:59", "2023-12-31T23:59:00.000Z"],
    ["1.2.2023", "2023-02-01T00:00:00.000Z"],
    ["2023/2/1", "2023-02-01T00:00:00.000Z"],
    ["13/2/2023", "2023-02-13T00:00:00.000Z"],
    ["2/13/23 12:00 AM", "2023-02-13T00:00:00.000Z"],
    ["2/2/2023", "2023-02-02T00:00:00.000Z"],
    ["1/2/2023", "ambiguous"],
    ["31/2/2023", "unreadable"],
    ["29.02.2023", "unreadable"],
    ["29.02.2024", "2024-02-29T00:00:00.000Z"],
    ["yesterday", "unreadable"],
    ["12", "unreadable"],
    ["99999999999999", "unreadable"],
  ])("%s is %s", (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it("is read in the file's order, and never turned round", () => {
    expect(at("1/2/2023", "dayFirst")).toBe("2023-02-01T00:00:00.000Z");
    expect(at("1/2/2023", "monthFirst")).toBe("2023-01-02T00:00:00.000Z");
    expect(at("13/2/2023", "monthFirst")).toBe("unreadable");
    expect(["13/2/2023", "2/13/2023", "1/2/2023", "2023-02-13", "13.2.2023"].map(orderShownBy)).toEqual([
      "dayFirst",
      "monthFirst",
      null,
      null,
      null,
    ]);
  });
});

it("an id in scientific notation is known for what it is", () => {
  expect(["1.40E+06", "4.15556E+09", "1E5", "1,4e+6"].map(isMangledId)).toEqual([true, true, true, true]);
  expect(["1401166", "E5", "1.5", "ABC-1E5", "1e", ""].map(isMangledId)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it("amounts are read in either way of grouping", () => {
  expect(
    ["48000", "€ 48.000", "$1,234.56", "1.234,56 EUR", "1'234.50", "48k", "1.2M", "0,5", "1.234.567", "12,5"].map(
      readAmount,
    ),
  ).toEqual([48_000, 48_000, 1_234.56, 1_234.56, 1_234.5, 48_000, 1_200_000, 0.5, 1_234_567, 12.5]);
  expect(["", "n/a", "-", ".", "-5"].map(readAmount)).toEqual([null, null, null, null, null]);
});

it("addresses, hosts, tags and kinds are found in what is around them", () => {
  expect(addressIn("Dana Ito <dana@initech.example>")).toBe("dana@initech.example");
  expect(
    ["https://www.Initech.example/x", "initech.example", "dana@initech.example", "Initech", ""].map(hostIn),
  ).toEqual(["initech.example", "initech.example", "initech.example", null, null]);
  expect(readTags('["a, b",2]')).toEqual(["a, b", "2"]);
  expect(readTags("a; b, c;d")).toEqual(["a", " b, c", "d"]);
  expect(["Feature Request", "Bug report", "Frage", "Incident", "Other"].map(readKind)).toEqual([
    "request",
    "bug",
    "question",
    "problem",
    null,
  ]);
});

it("cells are freed of what spreadsheets and exports put before them", () => {
  expect(['="0012"', "'=1+1", "'+49 30", "'tis", "'-5", "=1"].map(uncovered)).toEqual([
    "0012",
    "=1+1",
    "+49 30",
    "'tis",
    "-5",
    "=1",
  ]);
  expect(storable("a\u0000b\ud83d c\udc00 🙂")).toBe("ab c 🙂");
});
