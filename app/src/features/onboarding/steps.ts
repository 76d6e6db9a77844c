/** The six steps in their order; each is a page `/onboarding/<name>`. */
export const steps = ['nickname', 'profile', 'mbti', 'hobbies', 'languages', 'done'] as const;
export type Step = (typeof steps)[number];
