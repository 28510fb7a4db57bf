import type { Plan } from '@consilium/shared/wire/rest/projects.ts';
import { NumberField } from '../../ui/fields.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import classes from './new-project-screen.module.css';

/** How the work is dealt out; also in the settings of a project. */
export function PlanFields({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  return (
    <section>
      <h2>Plan</h2>
      <NumberField
        label="Readers per case"
        value={plan.readersPerItem}
        min={1}
        max={20}
        onChange={(readersPerItem = 1) => onChange({ ...plan, readersPerItem })}
      />
      <div className={classes.choice}>
        <span>Reading</span>
        <Segmented
          label="Reading"
          value={plan.blinding}
          onChange={(blinding) => onChange({ ...plan, blinding })}
          options={[
            { value: 'blind', label: 'Blind' },
            { value: 'open', label: 'Open' },
          ]}
        />
        <span className={classes.help}>
          {plan.blinding === 'blind'
            ? 'Nobody learns anything of another reading before the reveal.'
            : 'Readers share one document from the start.'}
        </span>
      </div>
      <div className={classes.choice}>
        <span>Queue</span>
        <Segmented
          label="Queue"
          value={plan.queue}
          onChange={(queue) => onChange({ ...plan, queue })}
          options={[
            { value: 'assigned', label: 'Assigned by the lead' },
            { value: 'take-next', label: 'Take next' },
          ]}
        />
        <span className={classes.help}>
          {plan.queue === 'assigned'
            ? 'The lead says who reads what.'
            : 'Readers reserve the next free case and may give it back.'}
        </span>
      </div>
      {plan.queue === 'take-next' && (
        <NumberField
          label="A reservation ends after"
          unit="minutes"
          value={plan.reservationMinutes}
          min={1}
          max={10_080}
          onChange={(reservationMinutes = 120) => onChange({ ...plan, reservationMinutes })}
        />
      )}
    </section>
  );
}
