/** An introduction for first-time visitors. */
import type { JSX } from 'preact';

export function Intro(): JSX.Element {
  return (
    <section class="intro" aria-labelledby="intro-title">
      <h2 id="intro-title">How it works</h2>
      <ol class="steps">
        <li>
          <h3>Find your class</h3>
          <p>By course, class number or title, with the seats as they are now.</p>
        </li>
        <li>
          <h3>Watch it</h3>
          <p>Sign in with a mailed link, no password. Choose what you want to hear about.</p>
        </li>
        <li>
          <h3>Get the mail</h3>
          <p>
            The moment a check finds a seat that is really free, we write. You register at your university as always.
          </p>
        </li>
      </ol>
      <p class="quiet promise">
        We say a section is open or full only when we have seen it. Seats held for groups or for the waitlist are not
        counted as open.
      </p>
    </section>
  );
}
