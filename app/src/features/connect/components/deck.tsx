import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Box, Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { DeckCard } from '@/ui/deck-card';
import { Icon } from '@/ui/icon';
import { IconButton } from '@/ui/icon-button';
import { ErrorState, LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';

import { type Person, useRecommendations } from '../queries';
import { PersonCard } from './person-card';

/** The recommended people, one at a time. */
export function Deck() {
  const recommendations = useRecommendations();
  const people = recommendations.data;
  return (
    <Row justify="center" gap="none" align="stretch" paddingX="xs">
      {people ? (
        <People people={people} />
      ) : (
        <Box grow maxWidth={340}>
          <DeckCard behind={0}>
            {recommendations.isPending ? (
              <LoadingState />
            ) : (
              <ErrorState
                error={recommendations.error}
                onRetry={() => void recommendations.refetch()}
              />
            )}
          </DeckCard>
        </Box>
      )}
    </Row>
  );
}

function People({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(0);
  // One past the last is the end of the deck; a reloaded deck may be shorter.
  const index = Math.min(chosen, people.length);
  const person = people[index];
  const position = t('connect.deck.position', { number: index + 1, count: people.length });
  return (
    <>
      <Stack justify="center">
        <IconButton
          icon="back"
          color="textBrand"
          size={32}
          label={t('connect.deck.previous')}
          disabled={index === 0}
          onPress={() => setChosen(index - 1)}
        />
      </Stack>
      <DeckCard behind={people.length - index - (person ? 1 : 0)}>
        <Stack grow role="group" aria-label={person ? position : t('connect.deck.label')}>
          {person ? (
            <PersonCard key={person.id} person={person} />
          ) : (
            <End seen={people.length > 0} onAgain={() => setChosen(0)} />
          )}
        </Stack>
      </DeckCard>
      <Stack justify="center">
        <IconButton
          icon="forward"
          color="textBrand"
          size={32}
          label={t('connect.deck.next')}
          disabled={!person}
          onPress={() => setChosen(index + 1)}
        />
      </Stack>
    </>
  );
}

function End({ seen, onAgain }: { seen: boolean; onAgain: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const name = seen ? 'end' : 'empty';
  return (
    <Stack grow align="center" justify="center" gap="m">
      <Icon name="people" color="textBrand" size={48} />
      <Heading level={3} align="center">
        {t(`connect.deck.${name}.title`)}
      </Heading>
      <Text tone="muted" align="center">
        {t(`connect.deck.${name}.text`)}
      </Text>
      <Button compact label={t('connect.deck.find')} onPress={() => router.navigate('/connect')} />
      {seen ? (
        <Button compact kind="quiet" label={t('connect.deck.end.again')} onPress={onAgain} />
      ) : null}
    </Stack>
  );
}
