import { ReadingScreen } from '../../app/shell/reading-screen.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SessionRoom } from './session-room.tsx';
import { useSessionFacts } from './use-session-facts.ts';

/** A panel meets live over disagreements. Opening the link joins; observers look on. */
export function SessionScreen({ session }: { session: string }) {
  const state = useSessionFacts(session);
  if (state.type === 'ready' && state.facts.items.length > 0) return <SessionRoom key={session} facts={state.facts} />;
  return (
    <ReadingScreen title="Session">
      {state.type === 'failed' && (
        <Notice kind="stop" title="This session cannot be opened">
          {state.problem.message}
        </Notice>
      )}
      {state.type === 'loading' && <EmptyState title="Joining the session …" />}
      {state.type === 'ready' && (
        <EmptyState title="This session has no cases">Ask the lead to open another.</EmptyState>
      )}
    </ReadingScreen>
  );
}
