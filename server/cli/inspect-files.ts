import { inspectFile, type InspectLine } from './inspect.ts';
import { markFailed, printLine, tell } from './outcome.ts';

/** What DICOM and image files hold: with `json` one line a file, else one line for people. */
export async function inspectFiles(files: readonly string[], { json = false }: { json?: boolean }): Promise<void> {
  for (const file of files) {
    const found = await inspectFile(file);
    if (json) printLine(found);
    else if (found.ok) process.stdout.write(`${inWords(found)}\n`);
    if (found.ok) continue;
    tell(`${file}: ${found.error}`);
    markFailed();
  }
}

function inWords(found: Extract<InspectLine, { ok: true }>): string {
  const {
    file,
    rows,
    columns,
    frames,
    samplesPerPixel,
    bitsAllocated,
    photometricInterpretation,
    pixelSpacing,
    pixels,
  } = found;
  const spacing = pixelSpacing === null ? 'no pixel spacing' : `${pixelSpacing.join(' × ')} mm`;
  return `${file}: ${columns} × ${rows}, ${frames} ${frames === 1 ? 'frame' : 'frames'}, ${samplesPerPixel} × ${bitsAllocated} bit ${photometricInterpretation}, ${spacing}, values ${pixels.min} to ${pixels.max}`;
}
