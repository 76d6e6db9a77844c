import { Box, Row } from './box';

type StepsProps = { label: string; current: number; total: number };

/** How far a person is in a row of steps. */
export function Steps({ label, current, total }: StepsProps) {
  const progress = {
    role: 'progressbar',
    'aria-valuemin': 0,
    'aria-valuemax': total,
    'aria-valuenow': current,
  } as const;
  return (
    <Row gap="xs" {...progress} aria-label={label}>
      {Array.from({ length: total }, (_, index) => (
        <Box
          key={index}
          grow
          height={6}
          radius="full"
          background={index < current ? 'brandFill' : 'border'}
        />
      ))}
    </Row>
  );
}
