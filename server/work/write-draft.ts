import { applyOps } from '@consilium/shared/document/apply.ts';
import { setEntry, setSettings } from '@consilium/shared/document/draft.ts';
import { roots } from '@consilium/shared/document/roots.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { writeRichText } from './rich-text.ts';
import type { Services } from './services.ts';

/** Fills the empty draft of a project with a protocol, so that its lead goes on from there. */
export async function writeDraft({ relay }: Pick<Services, 'relay'>, project: string, content: ProtocolContent): Promise<void> {
  const entries = (['labels', 'relations', 'itemAttributes', 'rules'] as const).flatMap((kind) => content[kind].map((entry) => setEntry(kind, entry)));
  await relay.write(`protocol/${project}`, (doc) => {
    applyOps(doc, [...entries, setSettings(content.settings)], 'server');
    writeRichText(doc.getXmlFragment(roots.guideline), content.guideline);
  }, 'server');
}
