import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { mentionsAsWords } from "#lib/talk/mentions/rules.ts";
import { remarkDepth, tooMuchMarkdown } from "./markdown-limits.ts";
import { PlainWords } from "./plain-words.tsx";
import { rehypeDirection } from "./rehype-direction.ts";
import { rehypeMarks } from "./rehype-marks.ts";
import { remarkHtmlAsText } from "./remark-html-as-text.ts";
import { remarkPeople } from "./remark-people.ts";

export type FormattedWordsProps = {
  text: string;
  marks: readonly string[];
  people: ReadonlyMap<string, string>;
};

const schema = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []), "mark"],
  protocols: { href: ["http", "https", "mailto"], src: ["http", "https"] },
};

const safe = (url: string) => (/^(https?:\/\/|mailto:)/i.test(url) ? url : "");
const Heading: Components["h1"] = ({ children }) => (
  <p dir="auto" className="font-strong">
    {children}
  </p>
);
const Link: Components["a"] = ({ href, children }) =>
  href ? (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );

// Words from outside: their headings are not ours, their pictures would tell somebody else who reads them.
const components: Components = {
  a: Link,
  img: ({ src, alt }) => {
    const href = typeof src === "string" ? src : "";
    return <Link href={href}>{alt ? `Image: ${alt}` : "Image"}</Link>;
  },
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  // Markdown itself makes no `b`: this is somebody who is mentioned.
  b: ({ children }) => <span className="rounded-s bg-selected px-0.5 text-accent">{children}</span>,
  input: ({ checked }) => <span>{checked ? "☑" : "☐"}</span>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must take the focus
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto">
      <table>{children}</table>
    </section>
  ),
};

/** Markdown as it is meant, through the parser; as it was written where it is too much for it. */
export function FormattedWords({ text, marks, people }: FormattedWordsProps) {
  return formatted(text, marks, people) ?? <PlainWords text={mentionsAsWords(text, people)} marks={marks} />;
}

/** Null where the text is too much for the parser. Called as a function, so that its errors can be caught here. */
function formatted(text: string, marks: readonly string[], people: ReadonlyMap<string, string>) {
  if (tooMuchMarkdown(text)) return null;
  try {
    return ReactMarkdown({
      children: text,
      remarkPlugins: [remarkGfm, remarkDepth, remarkHtmlAsText, [remarkPeople, people]],
      rehypePlugins: [[rehypeSanitize, schema], [rehypeMarks, marks], rehypeDirection],
      urlTransform: safe,
      components,
    });
  } catch {
    return null;
  }
}
