/** A process that puts a `mongod` into the given folder, or prints one line that says why it could not. */
import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { MongoBinary } from 'mongodb-memory-server-core';
import { reasonOf } from '../../src/runtime/index.ts';

const [folder = ''] = process.argv.slice(2);
try {
  // The path is relative, because the folder is moved afterwards.
  await symlink(relative(folder, await MongoBinary.getPath({ downloadDir: folder })), join(folder, 'mongod'));
} catch (error) {
  process.stderr.write(`${reasonOf(error).replace(/\s+/g, ' ')}\n`);
  process.exitCode = 1;
}
