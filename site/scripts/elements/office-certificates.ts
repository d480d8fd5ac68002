/** <jawara-office-certificates>: staff look certificates up, correct a name, send one again, revoke one. */

import { ask } from "../api.ts";
import { type Child, make, notice, paragraph } from "../dom.ts";
import { OfficeCertificates as Asked, type OfficeCertificatesResult } from "../generated/documents.ts";
import { CertificateCard } from "../office/certificate-card.ts";
import { Paged } from "../paged.ts";
import { Screen, showToViewer } from "../screen.ts";
import * as words from "#messages/screen-office-certificates.ts";
import * as desk from "#messages/screen-staff.ts";

type Found = NonNullable<OfficeCertificatesResult["staff"]>["certificates"];

export class OfficeCertificates extends Screen {
  #paged?: Paged;

  protected start(): void {
    this.#paged = new Paged(this.within("form") as HTMLFormElement, () => this.#show());
    void this.#show();
  }

  #show(): Promise<void> {
    const load = async () => {
      const { search = "", after = null } = this.#paged ?? {};
      const { viewer, staff } = await ask(Asked, { search, after });
      return viewer && { staff };
    };
    return showToViewer(this.within("found"), load, ({ staff }) => {
      this.within("form").hidden = staff === null;
      return staff
        ? this.#draw(staff.certificates)
        : [notice("bad", desk.forStaff, paragraph(desk.notStaff))];
    });
  }

  #draw({ totalCount, pageInfo, edges }: Found): readonly Child[] {
    const told = totalCount > 0 ? words.found({ count: totalCount }) : words.none;
    return [
      make("p", { role: "status" }, told),
      ...edges.map(({ node }) => new CertificateCard(node).element),
      this.#paged?.pager(pageInfo, words.before, words.after),
    ];
  }
}
