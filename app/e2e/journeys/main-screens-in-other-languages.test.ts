import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { minji } from '../pages/demo.ts';
import { main, openPost, openRoom, visit } from '../pages/every-page.ts';

const elsewhere = [
  { language: 'ja', device: 'phone' },
  { language: 'zh', device: 'phone' },
  { language: 'es', device: 'desktop' },
] as const;

for (const setting of elsewhere) {
  journey(`the main screens in ${setting.language}`, async ({ enter, step }) => {
    const person = await enter({ ...setting, theme: 'both', examine: false });
    await step('inside', async () => {
      await logIn(person, minji.email);
      await visit(person, main);
      await openRoom(person);
      await openPost(person);
    });
  });
}
