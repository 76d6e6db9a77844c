import { usePathname } from 'expo-router';
import { TabList, Tabs, TabSlot, TabTrigger } from 'expo-router/ui';
import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { TabBar, TabButton, TabsFrame } from '@/ui/tab-bar';

import { useTabBadges } from './tab-badges';
import { needsWholeHeight, tabs } from './tabs';

/** The five main pages; a phone has their bar below, a desktop the main menu at the left. */
export default function TabsLayout() {
  const { t } = useTranslation();
  const { rail } = useLayout();
  const badges = useTabBadges();
  const pathname = usePathname();
  const newsOf = (count?: number) => (count ? t('app.tabs.news', { count }) : undefined);
  const hidden = rail !== 'none' || needsWholeHeight(pathname);
  return (
    <Tabs asChild>
      <TabsFrame>
        <TabSlot />
        <TabList asChild>
          <TabBar rail="none" label={t('app.tabs.label')} hidden={hidden}>
            {tabs.map((tab) => (
              <TabTrigger key={tab.name} name={tab.name} href={tab.href} asChild>
                <TabButton
                  icon={tab.icon}
                  label={t(`app.tabs.${tab.name}`)}
                  rail="none"
                  badge={badges[tab.name]}
                  news={newsOf(badges[tab.name])}
                />
              </TabTrigger>
            ))}
          </TabBar>
        </TabList>
      </TabsFrame>
    </Tabs>
  );
}
