import type { account as english } from '../en/account.ts';
import type { Translation } from '../typed.ts';

export const account: Translation<typeof english> = {
  link: {
    as: 'Entra en PickMyClass como',
    asAndWatch: 'Entra en PickMyClass, y empieza a seguir, como',
    class: 'clase {{number}}',
    signedIn: 'Has entrado',
    someFailed: 'Empezaron {{started}} de {{all}} seguimientos. Estos no pudieron empezar:',
    toWatches: 'Ir a tus seguimientos',
  },
};
