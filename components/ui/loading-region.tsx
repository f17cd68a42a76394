import type { ReactNode } from "react";

export type LoadingRegionProps = {
  /** What is loading, read out once. */ label: string;
  children: ReactNode;
  className?: string;
};

export function LoadingRegion({ label, children, className }: LoadingRegionProps) {
  return (
    <div role="status" aria-busy className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
