export type LogoProps = { size?: number };

/** The thread: four dots on one rising line. */
export function Logo({ size = 18 }: LogoProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0 text-accent">
      <path
        d="M4.500 26C9 26 8 18.500 12 18.500S16 13.500 20 13.500 23 6 27.500 6"
        fill="none"
        stroke="currentColor"
        strokeWidth={2.4}
      />
      <g fill="currentColor">
        <circle cx={4.5} cy={26} r={3.4} />
        <circle cx={12} cy={18.5} r={3.4} />
        <circle cx={20} cy={13.5} r={3.4} />
        <circle cx={27.5} cy={6} r={3.4} />
      </g>
    </svg>
  );
}
