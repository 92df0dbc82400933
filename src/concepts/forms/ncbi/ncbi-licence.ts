/** https://www.ncbi.nlm.nih.gov/home/about/policies/ */
export const ncbiLicence = 'public domain (a work of the United States government); to be credited to NCBI';
