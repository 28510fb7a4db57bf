/** Three readings that overlap. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="2">
        <circle cx="9" cy="9.5" r="6" />
        <circle cx="15" cy="9.5" r="6" />
        <circle cx="12" cy="15" r="6" />
      </g>
    </svg>
  );
}
