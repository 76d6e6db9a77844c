import { usePathname } from 'expo-router';
import { TabList, Tabs, TabSlot, TabTrigger } from 'expo-router/ui';
import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { TabBar, TabButton, TabsFrame } from '@/ui/tab-bar';

import { needsWholeHeight, tabs } from './tabs';
import { useTabBadges } from './tab-badges';

/** The five main pages; the bar is below on a phone and a rail at the left on a desktop. */
export default function TabsLayout() {
  const { t } = useTranslation();
  const { rail } = useLayout();
  const badges = useTabBadges();
  const pathname = usePathname();
  const newsOf = (count?: number) => (count ? t('app.tabs.news', { count }) : undefined);
  const hidden = rail === 'none' && needsWholeHeight(pathname);
  return (
    <Tabs asChild>
      <TabsFrame rail={rail}>
        <TabSlot />
        <TabList asChild>
          <TabBar rail={rail} label={t('app.tabs.label')} hidden={hidden}>
            {tabs.map((tab) => (
              <TabTrigger key={tab.name} name={tab.name} href={tab.href} asChild>
                <TabButton
                  icon={tab.icon}
                  label={t(`app.tabs.${tab.name}`)}
                  rail={rail}
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
