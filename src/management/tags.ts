/** Tags of users and of vhosts: a list, or one text with commas, as older exports have it. */
import { ApiError } from './api-error.js';

export function readTags(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list) || !list.every((tag) => typeof tag === 'string')) {
    throw ApiError.badRequest(['not_tags', value]);
  }
  return list.map((tag) => tag.trim()).filter((tag) => tag !== '');
}
