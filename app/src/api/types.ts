import type { components } from './schema';

/** The server's types by name: `Schema<'MemberCard'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Me = Schema<'Me'>;
export type MediaView = Schema<'MediaView'>;
export type LanguageSkill = Schema<'LanguageSkill'>;
export type Hobby = Me['hobbies'][number];
export type Mbti = NonNullable<Me['mbti']>;
export type SpokenLanguage = LanguageSkill['language'];
export type Purpose = Schema<'GroupView'>['purposes'][number];
export type LanguageLevel = LanguageSkill['level'];

export type FileView = Schema<'FileView'>;
