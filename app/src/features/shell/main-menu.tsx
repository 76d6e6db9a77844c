import { Link, usePathname, useSegments } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { TabBar, TabButton } from '@/ui/tab-bar';

import { sectionOf } from './sections';
import { useTabBadges } from './tab-badges';
import { tabs } from './tabs';

/** The main menu at the left of every page, where there is room for it. */
export function MainMenu({ rail }: { rail: 'narrow' | 'wide' }) {
  const { t } = useTranslation();
  const badges = useTabBadges();
  const section = sectionOf(usePathname());
  // From a page above the five main ones, back down to them; among themselves they are beside each other.
  const isAbove = !(useSegments() as string[]).includes('(tabs)');
  return (
    <TabBar rail={rail} label={t('app.tabs.label')}>
      {tabs.map(({ name, href, icon }) => (
        <Link key={name} href={href} dismissTo={isAbove} asChild>
          <TabButton
            icon={icon}
            label={t(`app.tabs.${name}`)}
            rail={rail}
            badge={badges[name]}
            news={badges[name] ? t('app.tabs.news', { count: badges[name] }) : undefined}
            isFocused={name === section}
          />
        </Link>
      ))}
    </TabBar>
  );
}
