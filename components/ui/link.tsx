"use client";

import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

export type LinkProps = ComponentProps<typeof NextLink>;

/**
 * A link within the product. Its page is asked for in advance once somebody is about to follow it, by pointer, finger or key:
 * asked for as soon as they are seen, a list of links would send dozens of requests that nobody follows.
 */
export function Link({ onPointerEnter, onTouchStart, onFocus, ...rest }: LinkProps) {
  const [isMeant, setIsMeant] = useState(false);
  return (
    <NextLink
      {...rest}
      prefetch={isMeant ? null : false}
      onPointerEnter={(event) => {
        setIsMeant(true);
        onPointerEnter?.(event);
      }}
      onTouchStart={(event) => {
        setIsMeant(true);
        onTouchStart?.(event);
      }}
      onFocus={(event) => {
        setIsMeant(true);
        onFocus?.(event);
      }}
    />
  );
}
