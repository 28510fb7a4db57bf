import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { useState } from 'react';
import { DoorScreen } from '../../app/shell/door-screen.tsx';
import { call } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** The first thing an administrator is asked. */
export function DemonstrationOffer({ me }: { me: Me }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const make = async () => {
    setIsBusy(true);
    const result = await call(endpoints.createDemonstration);
    if (result.ok) return location.assign(`/projects/${result.value.project}/overview`);
    setIsBusy(false);
    setProblem(result.error.message);
  };
  return (
    <DoorScreen title={`Welcome, ${me.user.name}`}>
      <p>
        See it work first? The demonstration project has images, notes, a protocol, readings that already disagree and a
        session ready to open. It stands beside your own projects and touches none of them.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {problem && <Notice kind="stop">{problem}</Notice>}
        <Button variant="solid" type="submit" isBusy={isBusy} isFullWidth>
          Make the demonstration project
        </Button>
        <Button onClick={() => location.assign('/')} isFullWidth>
          Begin with an empty desk
        </Button>
      </form>
    </DoorScreen>
  );
}
