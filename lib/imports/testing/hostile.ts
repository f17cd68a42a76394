import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The files that `THROUGHLINE_DATA` holds to break importers with, or small ones that do the same. For tests only. */

export type Hostile = {
  file: string;
  bytes: () => Buffer;
  expect_rows?: { id: string; title: string; body: string }[];
  encoding?: string;
};

const latin = (text: string) => Buffer.from(text, "latin1");
const words = 'id,title,body\n1,Grüße,"Größere Knöpfe, bitte"\n2,Café,Déjà vu\n';
const rows = [
  { id: "1", title: "Grüße", body: "Größere Knöpfe, bitte" },
  { id: "2", title: "Café", body: "Déjà vu" },
];
/** Turkish as ISO-8859-9 has it. */
const turkish = (text: string) =>
  latin(
    [...text]
      .map((letter) =>
        "ĞğİıŞş".includes(letter)
          ? String.fromCharCode({ Ğ: 0xd0, ğ: 0xf0, İ: 0xdd, ı: 0xfd, Ş: 0xde, ş: 0xfe }[letter] ?? 63)
          : letter,
      )
      .join(""),
  );
const turkishText =
  "Merhabalar, kullanmış olduğumuz yazıcı güncelleme sonrası çalışmıyor, şifreyi de değiştirdik ama olmadı";

const made: (Omit<Hostile, "bytes"> & { content: Buffer })[] = [
  { file: "01-utf8-lf.csv", content: Buffer.from(words), expect_rows: rows },
  { file: "03-utf16le-bom.csv", content: Buffer.from(`\ufeff${words}`, "utf16le"), expect_rows: rows },
  {
    file: "05-cp1252-semicolon.csv",
    content: latin(words.replaceAll(/,(?! bitte)/g, ";").replaceAll("\n", "\r\n")),
    expect_rows: rows,
    encoding: "windows-1252",
  },
  {
    file: "07-iso-8859-9.csv",
    content: turkish(`id,title,body\n1,Yazıcı,"${turkishText}"\n`),
    expect_rows: [{ id: "1", title: "Yazıcı", body: turkishText }],
    encoding: "iso-8859-9",
  },
  {
    file: "09-crlf-inside-quotes.csv",
    content: Buffer.from('id,title,body\r\n1,a,"one\r\ntwo"\r\n'),
    expect_rows: [{ id: "1", title: "a", body: "one\r\ntwo" }],
  },
  {
    file: "11-mixed-eol.csv",
    content: Buffer.from("id,title,body\r\n1,a,b\n2,c,d\r3,e,f"),
    expect_rows: [
      { id: "1", title: "a", body: "b" },
      { id: "2", title: "c", body: "d" },
      { id: "3", title: "e", body: "f" },
    ],
  },
  {
    file: "13-ragged-short-and-long.csv",
    content: Buffer.from('id,title,body\r\n1,only two\r\n2,"three","ok"\r\n3,a,b,c,d\r\n'),
  },
  {
    file: "15-stray-quotes.csv",
    content: Buffer.from('id,title,body\r\n1,5" screen is broken,uses 12" monitor\r\n2,say "hi" now,ok\r\n'),
    expect_rows: [
      { id: "1", title: '5" screen is broken', body: 'uses 12" monitor' },
      { id: "2", title: 'say "hi" now', body: "ok" },
    ],
  },
  { file: "17-nul-bytes.csv", content: Buffer.from("id,title,body\r\n1,nul\u0000in title,bo\u0000dy\r\n") },
  {
    file: "19-excel-mangled.csv",
    content: Buffer.from(
      'id,title,created,phone,code\r\n1.40E+06,Mar-26,45292,4.15556E+09,1E5\r\n1401166,"1/2/2023",44928.3327,"=""0012""",00012\r\n',
    ),
  },
  { file: "21-header-only.csv", content: Buffer.from("id,title,body\r\n") },
  {
    file: "23-blank-lines-and-trailing.csv",
    content: Buffer.from("\r\n\r\nid,title,body\r\n1,a,b\r\n\r\n,,\r\n2,c,d\r\n\r\n"),
    expect_rows: [
      { id: "1", title: "a", body: "b" },
      { id: "2", title: "c", body: "d" },
    ],
  },
  { file: "25-mojibake-double-encoded.csv", content: Buffer.from("id,title,body\n1,GrÃ¼ÃŸe,GrÃ¶ÃŸere KnÃ¶pfe\n") },
  {
    file: "27-html-and-script.csv",
    content: Buffer.from(
      [
        "id,title,body",
        "1,<script>alert(1)</script>,<img src=x onerror=alert(1)><p>Hello&nbsp;<b>world</b></p>",
        '2,a &amp; b,"<a href=""javascript:alert(1)"">x</a><style>*{display:none}</style>text"',
        `3,{{7*7}} \${7*7} <%= 7*7 %>,%s%s%n ../../etc/passwd\r\n`,
      ].join("\r\n"),
    ),
  },
  {
    file: "29-10k-columns.csv",
    content: Buffer.from(`${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(",")}\n`),
  },
];

export function hostileFiles(): Hostile[] {
  const folder = process.env.THROUGHLINE_DATA;
  if (!folder) return made.map(({ content, ...rest }) => ({ ...rest, bytes: () => content }));
  const from = join(folder, "hostile-csv");
  const manifest = JSON.parse(readFileSync(join(from, "manifest.json"), "utf8")) as Omit<Hostile, "bytes">[];
  return manifest.map((entry) => ({ ...entry, bytes: () => readFileSync(join(from, entry.file)) }));
}
