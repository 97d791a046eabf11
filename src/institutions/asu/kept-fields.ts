/**
 * The fields of an answer's rows that are read, and no others. The page hands over only these, and the types let the
 * reader read only these.
 */

/**
 * What to keep of a value: the value itself (`''`), or these fields of a record or of each record in a list. A value of
 * another type than expected stays a value of that type.
 */
export type Kept = '' | { readonly [field: string]: Kept };

const SEATS = { ENRL_CAP: '', ENRL_TOT: '' } as const;

export const KEPT_OF_ROW = {
  CLAS: {
    STRM: '',
    CLASSNBR: '',
    CLASSMTGNBR: '',
    SUBJECT: '',
    CATALOGNBR: '',
    TITLE: '',
    CLASSSTAT: '',
    HASACTIVERESERVEDSEATS: '',
    INSTRUCTORSLIST: '',
    STARTTIMES: '',
    ENDTIMES: '',
    WAITCAP: '',
    WAITTOT: '',
    LOCATION: '',
    INSTRUCTIONMODE: '',
    CONSENT: '',
    SCTNCOMBINEDID: '',
    ENROLLDEADLINE: '',
    // Read only if the row itself lacks them.
    DAYLIST: '',
    LOCATIONBUILDING: '',
  },
  DAYLIST: '',
  LOCATIONBUILDING: { NAME: '' },
  seatInfo: SEATS,
  reservedSeatsInfo: SEATS,
} as const satisfies Kept;

/** A record of which only the kept fields can be read. */
export type FieldsOf<Record> = { readonly [Name in keyof Record]?: unknown };
export type RowFields = FieldsOf<typeof KEPT_OF_ROW>;
export type ClasFields = FieldsOf<typeof KEPT_OF_ROW.CLAS>;
export type SeatFields = FieldsOf<typeof SEATS>;
