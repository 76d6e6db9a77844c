import type { LocalPicture } from '@/lib/pick-pictures';
import { pictureBytes } from '@/lib/picture-bytes';

import { api, unwrap } from './client';
import { ApiError, NetworkError, UploadError } from './errors';
import type { FileView, MediaView, Schema } from './types';

const checks = 120;
const between = 500;
/** Ten megabytes over a slow uplink; the signed address is good for five minutes. */
const uploadWithin = 240_000;

type MediaKind = Schema<'MediaRequest'>['kind'];

/** Announces a picture, puts its bytes where the server says, and waits until it can be shown. */
export async function uploadPicture(kind: MediaKind, picture: LocalPicture): Promise<MediaView> {
  // The server names all that a message may carry, which is no help to whoever chose a document for a photo.
  if (!picture.contentType.startsWith('image/')) throw new UploadError('not_an_image');
  const { media, failure } = await upload(kind, picture);
  if (media === null) throw new UploadError(failure ?? 'unreadable');
  return media;
}

/** The same for a file or a voice note, which the server looks into before anybody gets it. */
export async function uploadFile(
  kind: 'file' | 'voice',
  local: LocalPicture & { name?: string },
): Promise<FileView> {
  const { file, failure } = await upload(kind, local);
  if (file === null) throw new UploadError(failure ?? 'unreadable');
  return file;
}

async function upload(kind: MediaKind, local: LocalPicture & { name?: string }) {
  const bytes = await pictureBytes(local);
  const contentType = bytes.type || local.contentType;
  const name = local.name ?? null;
  const body = { kind, content_type: contentType, size: bytes.size, name };
  const created = await unwrap(api.POST('/api/v1/media', { body }));
  await putBytes(created.upload, bytes);
  const params = { path: { media_id: created.id } };
  let state = await unwrap(api.POST('/api/v1/media/{media_id}/complete', { params }));
  for (let count = 0; isUnderWay(state) && count < checks; count += 1) {
    await new Promise((done) => setTimeout(done, between));
    state = await unwrap(api.GET('/api/v1/media/{media_id}', { params }));
  }
  return state;
}

function isUnderWay({ status }: Schema<'MediaState'>): boolean {
  return status === 'pending' || status === 'processing';
}

/** A picture that was uploaded before, with addresses that are good now; an error when the server has none of this id. */
export async function findPicture(id: string): Promise<MediaView> {
  const params = { path: { media_id: id } };
  const { media } = await unwrap(api.GET('/api/v1/media/{media_id}', { params }));
  if (media === null) throw new UploadError('unreadable');
  return media;
}

async function putBytes(upload: Schema<'Upload'>, bytes: Blob): Promise<void> {
  const response = await fetch(upload.url, {
    method: upload.method,
    headers: upload.headers,
    body: bytes,
    signal: AbortSignal.timeout(uploadWithin),
  }).catch((error: unknown) => {
    throw new NetworkError('upload got no answer', { cause: error });
  });
  // Read to its end, empty as it is: a browser reports an answer that nobody reads as an aborted request.
  await response.arrayBuffer();
  if (!response.ok)
    throw new ApiError({ status: response.status, code: 'upload_refused', title: '' });
}
