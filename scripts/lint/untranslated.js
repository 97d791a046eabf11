/**
 * A lint rule: students read sentences in their own language, so components take them from src/words and hold none.
 * Operators' pages stay in English.
 */
import { sep } from 'node:path';

/** Components that students see. */
const ROOMS = ['src/web/app/student/', 'src/web/app/account/', 'src/web/app/shared/'];
/** Attributes that are shown or read out. */
const SPOKEN = new Set(['alt', 'aria-description', 'aria-label', 'label', 'placeholder', 'title']);
/** Text without two letters in a row (a dash, `·`, a unit) needs no translation. Neither does our own name. */
const WORDS = /\p{L}{2}/u;
const NAMES = new Set(['PickMyClass', 'RateMyProfessors', 'ASU']);

const untranslated = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename.split(sep).join('/');
    if (!ROOMS.some((room) => file.includes(room))) return {};
    const check = (node, text) => {
      if (typeof text !== 'string' || !WORDS.test(text) || NAMES.has(text.trim())) return;
      const shown = text.trim().replaceAll(/\s+/g, ' ').slice(0, 40);
      context.report({ node, message: `“${shown}” is bare text. Put it into src/words and use t()` });
    };
    /** The texts that an expression can become, without those inside calls. */
    const look = (node) => {
      switch (node?.type) {
        case 'Literal':
          return check(node, node.value);
        case 'TemplateLiteral':
          for (const part of node.quasis) check(part, part.value.cooked);
          return node.expressions.forEach(look);
        case 'ConditionalExpression':
          look(node.consequent);
          return look(node.alternate);
        case 'LogicalExpression':
          return look(node.right);
        case 'BinaryExpression':
          look(node.left);
          return look(node.right);
        default:
      }
    };
    return {
      JSXText: (node) => check(node, node.value),
      JSXAttribute(node) {
        if (!SPOKEN.has(node.name.name)) return;
        look(node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value);
      },
      JSXExpressionContainer(node) {
        if (node.parent.type !== 'JSXAttribute') look(node.expression);
      },
    };
  },
};

export default { meta: { name: 'words' }, rules: { untranslated } };
