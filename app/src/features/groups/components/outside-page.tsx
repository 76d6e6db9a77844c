import { Screen } from '@/ui/screen';

import type { Joining } from '../joining';
import type { GroupCard } from '../queries';
import { GroupHeading } from './group-heading';
import { JoinPanel } from './join-panel';
import { LikeButton } from './like-button';
import { ReportGroup } from './report-group';

type OutsidePageProps = { group: GroupCard; joining: Joining; invite?: string };

/** A group that one is not in: what it is about, and the way in. */
export function OutsidePage({ group, joining, invite }: OutsidePageProps) {
  return (
    <Screen title={group.name} width="form" actions={<LikeButton group={group} />}>
      <GroupHeading group={group} />
      <JoinPanel group={group} joining={joining} invite={invite} />
      <ReportGroup id={group.id} />
    </Screen>
  );
}
