/** When Concord syncs by itself: from every 15 minutes to every 30 days. */
import { Field, Input, makeStyles, Radio, RadioGroup, Select, Switch, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Age } from '../../ui/as-of.tsx';
import { Section } from '../../ui/page.tsx';
import { intervalIn, intervalObstacle, type Unit, unitMinutes, unitOf } from './interval.ts';
import { SaveBar } from './save-bar.tsx';
import { useDraft, useSaveRules } from './use-rules.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'flex-start' },
  number: { width: '110px' },
});

export function ScheduleTab({ rules }: { rules: Rules }) {
  const styles = useStyles();
  const api = useApi();
  const draft = useDraft(rules.schedule);
  const [unit, setUnit] = useState<Unit>(unitOf(rules.schedule.intervalMinutes));
  const save = useSaveRules(draft.reset);
  const nextRunAt = useQuery(api.engine.overview.queryOptions({ input: {} })).data?.nextRunAt ?? null;
  const { value } = draft;
  const obstacle = value.isOn ? intervalObstacle(value.intervalMinutes) : null;
  const change = (count: number, next: Unit) => {
    setUnit(next);
    draft.change({ intervalMinutes: Math.round(count * unitMinutes[next]) });
  };
  return (
    <>
      <Section title="Scheduled sync">
        <Switch
          label={value.isOn ? 'Concord looks at all mapped tenants by itself' : 'Syncs start only when you start them'}
          checked={value.isOn}
          onChange={(_, data) => draft.change({ isOn: data.checked })}
        />
        {value.isOn ? (
          <Field label="Every" {...(obstacle ? { validationMessage: obstacle } : {})}>
            <div className={styles.row}>
              <Input
                className={styles.number}
                type="number"
                min={1}
                aria-label="Interval"
                value={String(intervalIn(value.intervalMinutes, unit))}
                onChange={(_, data) => change(Number(data.value), unit)}
              />
              <Select
                aria-label="Unit"
                value={unit}
                onChange={(_, data) => change(intervalIn(value.intervalMinutes, unit), data.value as Unit)}
              >
                <option value="minutes">minutes</option>
                <option value="hours">hours</option>
                <option value="days">days</option>
              </Select>
            </div>
          </Field>
        ) : null}
        {value.isOn ? (
          <Field label="What happens with its plan">
            <RadioGroup
              value={value.approval}
              onChange={(_, data) => draft.change({ approval: data.value as Rules['schedule']['approval'] })}
            >
              <Radio value="ask" label="It waits for you: nothing is written before you approve it" />
              <Radio
                value="whenNothingIsHeld"
                label="It is applied by itself when nothing in it is held and everything was read; otherwise it waits for you"
              />
            </RadioGroup>
          </Field>
        ) : null}
        <Text>
          Each time, Concord reads everything and makes a plan under the same brakes as one of yours. It has to be
          running for that.
        </Text>
        {nextRunAt && rules.schedule.isOn ? (
          <Text>
            Next: <Age at={nextRunAt} />.
          </Text>
        ) : null}
      </Section>
      <SaveBar
        isChanged={draft.isChanged}
        isSaving={save.isPending}
        obstacle={obstacle}
        error={save.error}
        onSave={() => save.mutate({ schedule: value })}
        onReset={() => {
          draft.reset();
          setUnit(unitOf(rules.schedule.intervalMinutes));
        }}
      />
    </>
  );
}
