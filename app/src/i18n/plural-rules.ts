export function ensurePluralRules(): void {
  if (typeof Intl.PluralRules === 'function') return;
  Object.assign(Intl, { PluralRules: MinimalPluralRules });
}

/** Hermes has no Intl.PluralRules; i18next needs it. These are the CLDR rules of our five languages for whole numbers. */
export class MinimalPluralRules {
  constructor(private readonly language: string) {}

  select(count: number): Intl.LDMLPluralRule {
    const base = this.language.slice(0, 2);
    if (base !== 'en' && base !== 'es') return 'other';
    if (count === 1) return 'one';
    return base === 'es' && count !== 0 && count % 1_000_000 === 0 ? 'many' : 'other';
  }

  resolvedOptions() {
    const base = this.language.slice(0, 2);
    const plural =
      base === 'en' ? ['one', 'other'] : base === 'es' ? ['one', 'many', 'other'] : ['other'];
    return { locale: this.language, pluralCategories: plural };
  }
}
