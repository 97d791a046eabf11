import type { Institution, LookRequest, Reading, TypedSearch } from '../../src/institutions/institution.ts';

/** An institution with one term. It can search for any text except one-digit numbers. */
export class FakeInstitution implements Institution {
  readonly id = 'asu';
  readonly name = 'Example State';
  readonly timeZone = 'America/Phoenix';
  linkFor(): string {
    return 'http://127.0.0.1:1/';
  }
  readonly rowsPerPage = 200;
  classRequest(term: string, classNumber: string): LookRequest {
    return { id: classNumber, institution: 'asu', term, by: 'class', classNumber };
  }
  readTyped(typed: string): TypedSearch {
    const [, term, classNumber] = /^asu\/(\d{4})\/(\d{5})$/.exec(typed) ?? [];
    if (term !== undefined && classNumber !== undefined) return { term, text: classNumber };
    return { text: typed === 'AI' ? 'artificial intelligence' : typed.trim().replace('-', ' ') };
  }
  searchRequest(term: string, text: string): LookRequest | undefined {
    return /^\d$/.test(text) ? undefined : { id: text, institution: 'asu', term, by: 'keywords', keywords: text };
  }
  currentTerms(): { term: string; name: string }[] {
    return [{ term: '2267', name: 'Fall 2026' }];
  }
  termOf(term: string): { name: string; over: boolean } | undefined {
    return term === '2227' ? { name: 'Fall 2022', over: true } : { name: 'Fall 2026', over: false };
  }
  read(): Reading {
    return { outcome: 'unrecognised', reason: 'not asked' };
  }
}
