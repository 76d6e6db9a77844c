import { journey } from '../journey.ts';
import { lookInside, outside, visit } from '../pages/every-page.ts';

journey('every screen, on a desktop', async ({ enter, step }) => {
  const person = await enter({ language: 'ko', device: 'desktop', theme: 'both', examine: 'dark' });
  await step('outside', () => visit(person, outside));
  await step('inside', () => lookInside(person));
});
