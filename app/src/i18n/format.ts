import { useTranslation } from 'react-i18next';

const formats = {
  time: { hour: 'numeric', minute: '2-digit' },
  day: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  dateTime: { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Times of the server (RFC 3339, UTC) as people of this language write them, in their own time zone. */
export function useFormat() {
  const { i18n } = useTranslation();
  const write = (name: keyof typeof formats) => (moment: string | number | Date) =>
    new Intl.DateTimeFormat(i18n.language, formats[name]).format(new Date(moment));
  return {
    time: write('time'),
    day: write('day'),
    date: write('date'),
    dateTime: write('dateTime'),
    count: (number: number) => new Intl.NumberFormat(i18n.language).format(number),
    /** The time today, the date before: for lists. */
    recent: (moment: string) =>
      new Date(moment).toDateString() === new Date().toDateString()
        ? write('time')(moment)
        : write('date')(moment),
  };
}
