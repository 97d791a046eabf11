/** A MongoDB with thousands of watched sections that were seen already, written at once. */
import type { Db } from 'mongodb';
import { emailChannelId } from '../../src/domain/channel.ts';
import { observe } from '../../src/domain/change.ts';
import type { SeenSection } from '../../src/domain/section.ts';
import type { ChannelDocument, UserDocument } from '../../src/store/mongo/account-documents.ts';
import type { SectionDocument, WatchDocument } from '../../src/store/mongo/documents.ts';
import { NEVER } from '../../src/store/mongo/instants.ts';
import { seenAs, unseen } from '../../src/store/mongo/section-document.ts';

const WATCHES_EACH = 10;

export const studentEmail = (index: number): string => `student-${index}@example.edu`;

/**
 * The sections are due one after the other within `spreadMs` from `nowMs`. Each is watched for openings by `watchers`
 * students, who watch ten sections each. Returns the keys.
 */
export async function fillWithWatches(
  database: Db,
  seen: readonly SeenSection[],
  watchers: number,
  nowMs: number,
  spreadMs: number,
): Promise<string[]> {
  const at = new Date(nowMs);
  const states = seen.map((section) => observe('asu', null, section, at.toISOString()).state);
  await database
    .collection<SectionDocument>('sections')
    .insertMany(
      states.map((state, index) => ({
        _id: state.section,
        ...unseen(state.section, nowMs + Math.floor((index * spreadMs) / states.length)),
        state,
        version: 1,
        ...seenAs('asu', state),
        watched: true,
        watches: watchers,
        followed: true,
      })),
    );
  const watches = Array.from({ length: states.length * watchers }, (_, index): WatchDocument => {
    const student = Math.floor(index / WATCHES_EACH);
    return {
      _id: `watch-${index}`,
      userId: `user-${student}`,
      email: studentEmail(student),
      ...ofSection(states[index % states.length]!.section),
      kinds: 'opened',
      minSeats: 1,
      reservedGroup: null,
      channels: null,
      remind: 'off',
      paused: false,
      verified: true,
      createdAt: NEVER,
      afterCursor: 0,
      slot: index % WATCHES_EACH,
    };
  });
  await database.collection<WatchDocument>('watches').insertMany(watches);
  const users = new Map(watches.map(({ userId, email }) => [userId, email]));
  await database
    .collection<UserDocument>('users')
    .insertMany([...users].map(([_id, email]) => ({ _id, email, createdAt: at })));
  await database
    .collection<ChannelDocument>('channels')
    .insertMany(
      [...users].map(([userId, label]) => ({
        _id: emailChannelId(userId),
        userId,
        type: 'email',
        label,
        settings: {},
        verified: true,
        createdAt: at,
      })),
    );
  return states.map(({ section }) => section);
}

function ofSection(section: string): Pick<WatchDocument, 'section' | 'about' | 'covers' | 'tells'> {
  return { section, about: section, covers: [section], tells: true };
}
