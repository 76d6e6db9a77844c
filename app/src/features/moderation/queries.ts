import { useMutation } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import type { Schema } from '@/api/types';

export const reportReasons = [
  'hate',
  'abuse',
  'impersonation',
  'other',
] as const satisfies readonly Schema<'ReportReason'>[];

export function useReport() {
  return useMutation({
    mutationFn: (body: Schema<'NewReport'>) => unwrap(api.POST('/api/v1/reports', { body })),
  });
}
